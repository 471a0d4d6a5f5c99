"""The report as a FHIR R4 document; docs/files.md tells every resource and code."""
