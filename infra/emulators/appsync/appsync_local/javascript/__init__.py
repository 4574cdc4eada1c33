"""APPSYNC_JS code, evaluated in QuickJS."""
