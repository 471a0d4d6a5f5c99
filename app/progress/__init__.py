"""The room where she sees what she kept up."""
