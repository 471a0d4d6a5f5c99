"""The room of people, their sign-in codes, their devices and invitations."""
