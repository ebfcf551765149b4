"""What machines and spreadsheets take away: feeds, calendars, tables, the sitemap."""
