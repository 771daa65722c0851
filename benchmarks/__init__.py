"""How fast Tablo is, always as a ratio against something measured beside it. ``make bench``; see README.md here."""
