{{ blocking_check('release_is_what_the_models_said') }}
