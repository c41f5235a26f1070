// `stream.Duplex`.
'use strict';

module.exports = (Readable, Writable, { destroyable, construct, define }) => {
  const { mixInto, initialise } = Writable[host.internals];

  function Duplex(options) {
    if (!(this instanceof Duplex)) return new Duplex(options);
    options ??= {};
    Readable.call(this, options);
    this.allowHalfOpen = options.allowHalfOpen !== false;
    destroyable(this, options);
    initialise(this, options);
    const ready = () => {
      this._constructed();
      this._writableReady();
    };
    if (construct(this, ready)) ready();
  }
  define(Duplex, Readable, class {});
  mixInto(Duplex.prototype);
  return Duplex;
};
