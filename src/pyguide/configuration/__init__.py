"""From configuration files and flags to `pyguide.settings.Settings`.

`documents` reads TOML, `keys` is the one table of what may stand in it and `kinds` says of what
form; `layers` lays one configuration over another, and `loading` decides which ones count for a
file. `schema`, `inherit`, `presets` and `versions` serve one topic each.
"""
