"""Write the pages: view data first, then templates that loop and print."""
