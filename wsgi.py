"""What a web server and the ``flask`` command load: the application made from the environment's settings."""

from forum.app import create_app

app = create_app()
