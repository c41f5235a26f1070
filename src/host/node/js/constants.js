// The builtin `constants`: those of `os` and `fs` in one.
'use strict';

const { errno, priority, signals, dlopen } = require('os').constants;

module.exports = Object.freeze({ ...dlopen, ...errno, ...priority, ...signals, ...require('fs').constants });
