"""What people bring in as files: payments (CSV, XLSX) and the sales head's settings (TOML).

Each is read in three steps: the file into typed rows with everything wrong in it, the rows beside what is stored into a
plan, the plan into the database in one transaction. Anything wrong stops before the third.
"""
