"""FILES: a module a kind of file. Knows the domain; knows neither formats nor the terminal."""
