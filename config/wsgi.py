"""What a web server loads: `gunicorn --preload config.wsgi`."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# All that answers need is loaded now, and stays. What an answer makes is gone after it, hardly ever
# in a circle: looking for those after each 700 objects was a quarter of the time of a long list.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 10, 10)
