// Says of an export that is not there what Node.js says, where the engine has said it in its own words.
'use strict';

module.exports = (error) => {
  const [, name, file] = /^Could not find export '(.*)' in module '(.*)'$/.exec(error?.message) ?? [];
  if (!(error instanceof SyntaxError) || file === undefined) return;
  const request = host.requestOf(file) ?? file;
  error.message = file.startsWith('node:') || host.isModule(file)
    ? `The requested module '${request}' does not provide an export named '${name}'`
    : `Named export '${name}' not found. The requested module '${request}' is a CommonJS module, which may not ` +
      'support all module.exports as named exports.\nCommonJS modules can always be imported via the default ' +
      `export, for example using:\n\nimport pkg from '${request}';\nconst { ${name} } = pkg;\n`;
  error.stack = `${error.name}: ${error.message}`;
};
