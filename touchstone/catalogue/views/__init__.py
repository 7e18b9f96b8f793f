"""The pages of this room: the shelf of specifications, and the review of a handbook before it is accepted."""
