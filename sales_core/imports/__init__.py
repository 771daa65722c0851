"""What people bring in as files: payments (CSV, XLSX).

A file is read in three steps: into typed rows with everything wrong in it, the rows beside what is stored into a plan,
the plan into the database in one transaction. Anything wrong stops before the third.
"""
