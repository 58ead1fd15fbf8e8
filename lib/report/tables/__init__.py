"""The report's figures as workbooks: the annex, and the forms that receiving departments prescribe."""
