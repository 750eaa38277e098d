from django.urls import path

from bench.product.bare import submit
from geo.urls import urlpatterns as product

urlpatterns = [path("bare/", submit), *product]
