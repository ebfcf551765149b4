"""What may not be published as it is: personal data, attachments; and what a reason lets pass."""
