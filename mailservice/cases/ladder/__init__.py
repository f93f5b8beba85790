"""How a case goes up: from stage to stage and step to step, by time, by judgement, or within one agency."""
