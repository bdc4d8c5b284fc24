"""The playground: an embedded Slack workspace (``slack``) and the web page that shows it (``page``)."""
