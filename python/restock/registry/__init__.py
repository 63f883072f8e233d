"""What made a forecast: registered models, releases made again, artifacts that are dropped."""
