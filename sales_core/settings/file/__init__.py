"""All that the sales head decides as one TOML file, out and in.

``parts`` lists what a file can say, each key with the way there and back. Reading goes in three steps: the file into
entries with everything wrong in it, the entries beside what is decided now into changes, the changes through the one
door by which decisions are saved. Anything wrong stops before the third.
"""

from sales_core.settings.file.exchange import changes_in_file, export_settings, import_settings

__all__ = ["changes_in_file", "export_settings", "import_settings"]
