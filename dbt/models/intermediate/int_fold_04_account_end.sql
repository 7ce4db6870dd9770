{{ fold('account', 'end', ['int_fold_01_export_end', 'int_fold_02_api_end', 'int_fold_03_api_start']) }}
