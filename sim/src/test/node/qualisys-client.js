// Reads bodies with Qualisys' own client and prints what it saw: names first, then one frame a line.
// Argument: port. Needs "npm ci" in this folder.
const { Api } = require('qualisys-rt');

const api = new Api();
let frames = 0;

api.on('frame', (frame) => {
  const bodies = Object.values(frame.components)[0].rigidBodies.map((b) => ({
    x: b.x,
    y: b.y,
    z: b.z,
    rotation: b.rotation,
  }));
  console.log(JSON.stringify({ frame: frame.frame, bodies }));
  frames += 1;
  if (frames === 5) process.exit(0);
});

api
  .connect(Number(process.argv[2]), '127.0.0.1', 1, 19)
  .then(() => api.getParameters('6D'))
  .then((parameters) => console.log(JSON.stringify(parameters)))
  .then(() => api.streamFrames({ frequency: 'AllFrames', components: ['6D'] }))
  .catch((error) => {
    console.error(error);
    process.exit(1);
  });
