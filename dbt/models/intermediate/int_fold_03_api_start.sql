{{ fold('int_fold_03_api_start') }}
