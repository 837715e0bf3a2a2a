"""PYG950-999: numpy arrays and pandas frames."""
