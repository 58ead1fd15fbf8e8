"""The report as a Word file: laid out by Decree 30/2020, every fact a content control, made of the assembled document
and nothing else."""

from lib.report.docx.document import report_docx

__all__ = ["report_docx"]
