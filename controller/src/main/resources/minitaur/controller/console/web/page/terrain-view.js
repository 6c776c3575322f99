// Ground, boxes and movable blocks in three dimensions.

import * as THREE from './three/three.module.min.js';

const BOX = 0xa7927a;
const BLOCK = 0xb9783f;

export class TerrainView {
  /** @param terrain as the server sends it; null for level ground */
  constructor(terrain) {
    this.terrain = terrain;
    this.group = new THREE.Group();
    this.blocks = [];
    if (!terrain) return;
    if (terrain.x.length > 1) this.group.add(ground(terrain));
    for (const box of terrain.boxes) this.group.add(cuboid(box, BOX));
    this.blocks = terrain.blocks.map((block) => cuboid(block, BLOCK));
    for (const block of this.blocks) this.group.add(block);
  }

  /** Whether the ground is drawn here, so that the plane is not. */
  get hasGround() {
    return Boolean(this.terrain && this.terrain.x.length > 1);
  }

  /** Moves the blocks to [x, y, z, qw, qx, qy, qz] of each. */
  pose(blocks) {
    this.blocks.forEach((block, i) => {
      const [x, y, z, qw, qx, qy, qz] = blocks.slice(7 * i, 7 * i + 7);
      if (qz === undefined || x === null) return;
      block.position.set(x, y, z);
      block.quaternion.set(qx, qy, qz, qw);
    });
  }

  /** Height of ground and boxes at a place, m. */
  heightAt(x, y) {
    if (!this.terrain) return 0;
    let height = this.hasGround ? gridHeight(this.terrain, x, y) : 0;
    for (const box of this.terrain.boxes) {
      const dx = x - box.center[0];
      const dy = y - box.center[1];
      const along = Math.cos(box.yaw) * dx + Math.sin(box.yaw) * dy;
      const across = -Math.sin(box.yaw) * dx + Math.cos(box.yaw) * dy;
      if (Math.abs(along) <= box.size[0] / 2 && Math.abs(across) <= box.size[1] / 2) height = Math.max(height, box.center[2] + box.size[2] / 2);
    }
    return height;
  }

  dispose() {
    this.group.traverse((each) => {
      each.geometry?.dispose();
      each.material?.dispose();
    });
  }
}

function cell(lines, value) {
  let i = 0;
  while (i < lines.length - 2 && lines[i + 1] <= value) i++;
  const width = lines[i + 1] - lines[i] || 1;
  return [i, Math.min(1, Math.max(0, (value - lines[i]) / width))];
}

function gridHeight({x, y, z}, atX, atY) {
  const [i, u] = cell(x, atX);
  const [k, v] = cell(y, atY);
  const at = (a, b) => z[a * y.length + b];
  return (1 - u) * ((1 - v) * at(i, k) + v * at(i, k + 1)) + u * ((1 - v) * at(i + 1, k) + v * at(i + 1, k + 1));
}

function ground({x, y, z, friction}) {
  const positions = [];
  const colors = [];
  const nominal = new THREE.Color(0xe9e3d7);
  const slippery = new THREE.Color(0x8fc1e0);
  const rough = new THREE.Color(0xc2a878);
  for (let i = 0; i + 1 < x.length; i++) {
    for (let k = 0; k + 1 < y.length; k++) {
      const factor = friction[i * (y.length - 1) + k] ?? 1;
      // Checkered, so that height and motion can be seen.
      const shade = (i + k) % 2 ? 1 : 0.94;
      const color = nominal.clone().lerp(factor < 1 ? slippery : rough, Math.min(1, Math.abs(1 - factor))).multiplyScalar(shade);
      for (const [a, b] of [[0, 0], [1, 0], [1, 1], [0, 0], [1, 1], [0, 1]]) {
        positions.push(x[i + a], y[k + b], z[(i + a) * y.length + k + b]);
        colors.push(color.r, color.g, color.b);
      }
    }
  }
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute('position', new THREE.Float32BufferAttribute(positions, 3));
  geometry.setAttribute('color', new THREE.Float32BufferAttribute(colors, 3));
  geometry.computeVertexNormals();
  const mesh = new THREE.Mesh(geometry, new THREE.MeshStandardMaterial({vertexColors: true, roughness: 1, side: THREE.DoubleSide}));
  mesh.receiveShadow = true;
  return mesh;
}

function cuboid({center, size, yaw}, color) {
  const mesh = new THREE.Mesh(new THREE.BoxGeometry(...size), new THREE.MeshStandardMaterial({color, roughness: 0.8}));
  mesh.position.set(...center);
  mesh.rotation.set(0, 0, yaw);
  mesh.castShadow = mesh.receiveShadow = true;
  return mesh;
}
