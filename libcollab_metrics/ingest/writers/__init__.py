"""Write workbooks for users: templates, sign-in sheets, annotated copies and partner sheets."""
