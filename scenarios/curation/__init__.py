"""From a proposal through reasoned opinions to a collegial decision."""
