"""The catalogue room: the habits she can choose from, what is known about them, and the plants."""
