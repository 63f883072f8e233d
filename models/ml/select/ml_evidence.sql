{{ evidence(ref('ml_single_scores')) }}
