"""Reusable kinds of definition; instances are YAML under ``defs/``."""

from dagster_dtsen.components.dbt_layer import DbtLayerComponent
from dagster_dtsen.components.delivery_source import DeliverySourceComponent
from dagster_dtsen.components.soda_gate import SodaGateComponent

__all__ = ["DbtLayerComponent", "DeliverySourceComponent", "SodaGateComponent"]
