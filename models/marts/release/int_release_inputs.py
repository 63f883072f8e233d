from restock.release_inputs import keep


def model(dbt, session):
    kept = session.sql(f"from {dbt.this}") if dbt.is_incremental else None
    inputs = {
        "intermediate.int_active_products": dbt.ref("int_active_products"),
        "intermediate.int_demand_history": dbt.ref("int_demand_history"),
        "ml.int_launch_profiles": dbt.ref("int_launch_profiles"),
        "ml.int_levels_after_launch": dbt.ref("int_levels_after_launch"),
        "ml.int_levels_before_sales": dbt.ref("int_levels_before_sales"),
        "ml.int_prediction_inputs": dbt.ref("int_prediction_inputs"),
        "ml.int_training_plan": dbt.ref("int_training_plan"),
        "ml.int_wanted_fits": dbt.ref("int_wanted_fits"),
        "ml.int_young_products": dbt.ref("int_young_products"),
        "ml.ml_champions": dbt.ref("ml_champions"),
        "ml.ml_deviation_quantiles": dbt.ref("ml_deviation_quantiles"),
        "ml.ml_ensemble_members": dbt.ref("ml_ensemble_members"),
    }
    return keep(dbt.ref("fct_forecast_releases"), dbt.ref("release_candidates"), inputs, kept)
