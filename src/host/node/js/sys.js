// The builtin `sys`, as `util` was once called.
'use strict';

module.exports = require('util');
