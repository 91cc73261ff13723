"""What a run leaves for use elsewhere: a script that trains it again, and every setting as JSON."""
