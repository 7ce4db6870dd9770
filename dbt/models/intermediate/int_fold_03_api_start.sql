{{ fold('api', 'start', ['int_fold_01_export_end', 'int_fold_02_api_end']) }}
