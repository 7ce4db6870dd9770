{{ fold('api', 'end', ['int_fold_01_export_end']) }}
