"""What several tests share: builders of data, attackers, references, a browser, and documents taken apart."""
