"""Ways into this room: the checks of the IQA, the sample, and the room of the EQA."""
