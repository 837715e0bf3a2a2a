"""PYG7xx: functions, closures, decorators, caches."""
