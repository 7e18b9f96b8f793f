"""Ways into this room: the gate and its claims, certificates, the decision trace, and what anybody may verify."""
