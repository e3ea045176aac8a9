// npm packages cannot hold symbolic links, so these packages list theirs in native/pg-symlinks.json.
// Usage: node link_libraries.js PACKAGE_FOLDER…
const fs = require('fs');
const path = require('path');

for (const folder of process.argv.slice(2)) {
    const list = JSON.parse(fs.readFileSync(path.join(folder, 'native', 'pg-symlinks.json')));
    for (const { source, target } of list) {
        const link = path.resolve(folder, target);
        if (!link.startsWith(path.resolve(folder) + path.sep)) {
            throw new Error(`${folder}: ${target} leads out of the package`);
        }
        fs.rmSync(link, { force: true });
        fs.symlinkSync(path.relative(path.dirname(target), source), link);
    }
}
