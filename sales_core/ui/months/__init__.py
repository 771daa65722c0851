"""The page of months and payroll: which months are closed, what became of them since, what is paid with each."""
