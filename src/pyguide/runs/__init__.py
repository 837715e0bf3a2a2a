"""What fixing runs did to files: kept so that it can be listed, taken back and finished."""
