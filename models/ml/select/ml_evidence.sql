{{ evidence(ref('ml_single_scores'), var('min_segment_errors')) }}
