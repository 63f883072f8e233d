"""The month-end run as a whole: one command that builds, publishes, and tells what went wrong."""
