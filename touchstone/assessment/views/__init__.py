"""Ways into this room: lists, the desk, the learner's results, and papers."""
