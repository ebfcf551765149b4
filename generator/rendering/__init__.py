"""From the catalog to pages: what stands on each, its template, and the frame around it."""
