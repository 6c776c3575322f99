// The robot in three dimensions: the measured pose in solid colors, the commanded motor angles as a
// translucent ghost. Frame as in the lane: x forward, y left, z up.

import * as THREE from './three/three.module.min.js';
import {LEGS, hipOf, solveLeg, standingHeight} from './kinematics.js';
import {color as styleColor} from './plot.js';
import {TerrainView} from './terrain-view.js';

const FRAME_MS = 33;
const EASE = 0.35;

/** Max distance of a foot from the ground to count as touching it, m. */
const CONTACT = 0.007;

const TRAIL_POINTS = 600;
const TRAIL_SPACING = 0.01;
const calm = matchMedia('(prefers-reduced-motion: reduce)');

class LegModel {
  constructor(leg, geometry, upper, lower) {
    this.leg = leg;
    this.geometry = geometry;
    this.group = new THREE.Group();
    const hip = hipOf(leg, geometry);
    this.group.position.set(hip[0], hip[1] + (leg.left ? 0.012 : -0.012), hip[2]);
    const side = leg.left ? 1 : -1;
    this.rearUpper = this.#link(0.0095, upper, 0.007 * side);
    this.frontUpper = this.#link(0.0095, upper, -0.007 * side);
    this.rearLower = this.#link(0.0065, lower, 0.007 * side);
    this.frontLower = this.#link(0.0065, lower, -0.007 * side);
    this.joints = [0, 1, 2].map(() => this.#ball(0.0105, upper));
    this.foot = this.#ball(geometry.footRadius, upper);
  }

  #link(radius, material, y) {
    const mesh = new THREE.Mesh(new THREE.CylinderGeometry(radius, radius, 1, 12), material);
    mesh.position.y = y;
    this.group.add(mesh);
    return mesh;
  }

  #ball(radius, material) {
    const mesh = new THREE.Mesh(new THREE.SphereGeometry(radius, 16, 12), material);
    this.group.add(mesh);
    return mesh;
  }

  pose(angles) {
    const {rearKnee, frontKnee, pin, foot} = solveLeg(angles[this.leg.rearMotor], angles[this.leg.frontMotor], this.geometry);
    lay(this.rearUpper, [0, 0], rearKnee);
    lay(this.frontUpper, [0, 0], frontKnee);
    lay(this.rearLower, rearKnee, foot);
    lay(this.frontLower, frontKnee, pin);
    [rearKnee, frontKnee, pin].forEach(([x, z], i) => this.joints[i].position.set(x, 0, z));
    this.foot.position.set(foot[0], 0, foot[1]);
  }
}

/** Lays a cylinder, whose axis is y, between two points of the leg's plane. */
function lay(mesh, from, to) {
  const dx = to[0] - from[0];
  const dz = to[1] - from[1];
  mesh.position.x = from[0] + dx / 2;
  mesh.position.z = from[1] + dz / 2;
  mesh.scale.y = Math.hypot(dx, dz);
  mesh.rotation.set(Math.PI / 2, 0, 0);
  mesh.rotation.order = 'YXZ';
  mesh.rotation.y = Math.atan2(dx, dz);
}

class RobotModel {
  constructor(geometry, ghost) {
    this.group = new THREE.Group();
    this.group.rotation.order = 'ZYX';
    const material = (color, roughness = 0.55) =>
      new THREE.MeshStandardMaterial(
        ghost ? {color, transparent: true, opacity: 0.3, depthWrite: false} : {color, roughness, metalness: 0.1});
    if (!ghost) this.#trunk(geometry, material);
    const upper = material(ghost ? 0xd97706 : 0x223244);
    const lower = material(ghost ? 0xf59e0b : 0x1f7fd0);
    this.legs = LEGS.map((leg) => new LegModel(leg, geometry, upper, lower));
    for (const leg of this.legs) this.group.add(leg.group);
    this.group.traverse((each) => {
      each.castShadow = !ghost;
      each.receiveShadow = !ghost;
    });
  }

  #trunk(geometry, material) {
    const shell = material(0xf3f5f7);
    const chassis = material(0xb9c3cd);
    const motor = material(0x46525e, 0.4);
    const box = (size, at, of) => {
      const mesh = new THREE.Mesh(new THREE.BoxGeometry(...size), of);
      mesh.position.set(...at);
      this.group.add(mesh);
    };
    box([0.3, 0.13, 0.087], [0, 0, 0], shell);
    box([0.08, 0.08, 0.08], [0.1, 0, 0.08], shell);
    for (const side of [-1, 1]) {
      box([2 * geometry.hipX, 0.018, 0.042], [0, side * (geometry.hipY - 0.03), geometry.hipZ], chassis);
      for (const end of [-1, 1]) {
        const mesh = new THREE.Mesh(new THREE.CylinderGeometry(0.0425, 0.0425, 0.026, 32), motor);
        mesh.position.set(end * geometry.hipX, side * (geometry.hipY - 0.012), geometry.hipZ);
        this.group.add(mesh);
        box([0.05, 2 * geometry.hipY - 0.07, 0.03], [end * (geometry.hipX - 0.06), 0, geometry.hipZ], chassis);
      }
    }
  }

  pose(position, roll, pitch, yaw, angles) {
    this.group.position.set(...position);
    this.group.rotation.set(roll, pitch, yaw);
    for (const leg of this.legs) leg.pose(angles);
  }
}

/** Squares of 0.25 m. */
function squares(renderer) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 512;
  const g = canvas.getContext('2d');
  g.fillStyle = styleColor('--floor');
  g.fillRect(0, 0, 512, 512);
  g.fillStyle = styleColor('--floor-line');
  for (let i = 0; i < 4; i++) {
    g.fillRect(128 * i, 0, i === 0 ? 5 : 3, 512);
    g.fillRect(0, 128 * i, 512, i === 0 ? 5 : 3);
  }
  const texture = new THREE.CanvasTexture(canvas);
  texture.wrapS = texture.wrapT = THREE.RepeatWrapping;
  texture.repeat.set(24, 24);
  texture.anisotropy = Math.min(8, renderer.capabilities.getMaxAnisotropy());
  texture.colorSpace = THREE.SRGBColorSpace;
  return texture;
}

export class RobotView {
  /** Throws when the browser has no WebGL. */
  constructor(canvas, stage, robot) {
    this.canvas = canvas;
    this.geometry = robot.geometry;
    this.renderer = new THREE.WebGLRenderer({canvas, antialias: true});
    this.renderer.shadowMap.enabled = true;
    this.renderer.shadowMap.type = THREE.PCFSoftShadowMap;
    this.scene = new THREE.Scene();
    this.scene.background = new THREE.Color(styleColor('--stage'));
    this.scene.fog = new THREE.Fog(styleColor('--stage'), 2.2, 5);
    this.camera = new THREE.PerspectiveCamera(32, 1, 0.05, 30);
    this.camera.up.set(0, 0, 1);
    this.azimuth = -1.05;
    this.elevation = 0.36;
    this.distance = 1.55;
    this.focus = new THREE.Vector3(0, 0, 0.15);
    this.groundHeight = 0;
    this.terrain = new TerrainView(null);
    this.#light();
    this.#ground();
    this.#footprints();
    this.#trail();
    document.addEventListener('themechange', () => this.#restyle());
    this.measured = new RobotModel(robot.geometry, false);
    this.commanded = new RobotModel(robot.geometry, true);
    this.scene.add(this.measured.group, this.commanded.group);
    this.shown = null;
    this.newest = null;
    const start = new Array(8).fill(robot.startExtension);
    this.update({angles: start, targets: [], roll: 0, pitch: 0, yaw: 0});
    this.#orbit();
    new ResizeObserver(() => this.#resize(stage)).observe(stage);
    this.visible = true;
    new IntersectionObserver(([entry]) => { this.visible = entry.isIntersecting; }).observe(canvas);
    this.last = 0;
    requestAnimationFrame((now) => this.#frame(now));
  }

  #light() {
    this.scene.add(new THREE.HemisphereLight(0xffffff, 0xcfc6b8, 1.6));
    this.sun = new THREE.DirectionalLight(0xffffff, 2.2);
    this.sun.castShadow = true;
    this.sun.shadow.mapSize.set(1024, 1024);
    this.sun.shadow.radius = 5;
    Object.assign(this.sun.shadow.camera, {left: -0.7, right: 0.7, top: 0.7, bottom: -0.7, near: 0.5, far: 5});
    this.scene.add(this.sun, this.sun.target);
  }

  #ground() {
    this.floor = new THREE.Group();
    const plane = new THREE.Mesh(new THREE.PlaneGeometry(24, 24), new THREE.MeshStandardMaterial({map: squares(this.renderer), roughness: 1}));
    plane.receiveShadow = true;
    this.floor.add(plane);
    // The lane: its middle, and a bar at every meter, every fifth one bold.
    this.lane = new THREE.Group();
    const paint = new THREE.MeshBasicMaterial({color: 0x8aa4bb});
    const stripe = (length, width, x) => {
      const mesh = new THREE.Mesh(new THREE.PlaneGeometry(length, width), paint);
      mesh.position.set(x, 0, 0.003);
      this.lane.add(mesh);
    };
    stripe(24, 0.008, 0);
    for (let meter = -12; meter <= 12; meter++) stripe(meter % 5 === 0 ? 0.03 : 0.012, 0.5, meter);
    this.scene.add(this.floor, this.lane);
  }

  #restyle() {
    this.scene.background.set(styleColor('--stage'));
    this.scene.fog.color.set(styleColor('--stage'));
    const {material} = this.floor.children[0];
    material.map.dispose();
    material.map = squares(this.renderer);
    this.dirty = true;
  }

  /** A ring under each foot that touches the ground. */
  #footprints() {
    const paint = new THREE.MeshBasicMaterial({color: 0x12a150, transparent: true, opacity: 0.85});
    this.footprints = LEGS.map(() => {
      const ring = new THREE.Mesh(new THREE.RingGeometry(0.02, 0.032, 28), paint);
      ring.visible = false;
      this.scene.add(ring);
      return ring;
    });
  }

  #trail() {
    this.trailGeometry = new THREE.BufferGeometry();
    this.trailGeometry.setAttribute('position', new THREE.BufferAttribute(new Float32Array(3 * TRAIL_POINTS), 3));
    this.trailPoints = [];
    const trail = new THREE.Line(this.trailGeometry, new THREE.LineBasicMaterial({color: 0xc2410c}));
    trail.frustumCulled = false;
    this.scene.add(trail);
    this.#drawTrail();
  }

  #drawTrail() {
    const {position} = this.trailGeometry.attributes;
    this.trailPoints.forEach((point, i) => position.setXYZ(i, ...point));
    position.needsUpdate = true;
    this.trailGeometry.setDrawRange(0, this.trailPoints.length);
  }

  #extendTrail(point) {
    const last = this.trailPoints.at(-1);
    const distance = last ? Math.hypot(...point.map((v, i) => v - last[i])) : Infinity;
    if (distance < TRAIL_SPACING) return;
    // A reset of the robot starts a new trail.
    if (distance > 0.3) this.trailPoints = [];
    this.trailPoints.push(point);
    if (this.trailPoints.length > TRAIL_POINTS) this.trailPoints.shift();
    this.#drawTrail();
  }

  /** Shows another terrain; null for level ground. */
  setTerrain(terrain) {
    this.scene.remove(this.terrain.group);
    this.terrain.dispose();
    this.terrain = new TerrainView(terrain);
    this.scene.add(this.terrain.group);
    this.floor.visible = this.lane.visible = !this.terrain.hasGround;
    this.trailPoints = [];
    this.#drawTrail();
    this.dirty = true;
  }

  /** Rotates with a drag or the arrow keys; zooms with the wheel, a pinch, + and -. */
  #orbit() {
    const pointers = new Map();
    const canvas = this.canvas;
    canvas.addEventListener('pointerdown', (event) => {
      pointers.set(event.pointerId, event);
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener('pointermove', (event) => {
      const before = pointers.get(event.pointerId);
      if (!before) return;
      if (pointers.size === 1) {
        this.#turn((before.clientX - event.clientX) * 0.008, (event.clientY - before.clientY) * 0.006);
      } else {
        const [a, b] = [...pointers.values()];
        const other = a.pointerId === event.pointerId ? b : a;
        const gap = (p) => Math.hypot(p.clientX - other.clientX, p.clientY - other.clientY) || 1;
        this.#zoom(gap(before) / gap(event));
      }
      pointers.set(event.pointerId, event);
    });
    for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, (event) => pointers.delete(event.pointerId));
    canvas.addEventListener('wheel', (event) => {
      if (!event.ctrlKey && !event.shiftKey && document.activeElement !== canvas) return;
      event.preventDefault();
      this.#zoom(Math.exp(event.deltaY * 0.001));
    }, {passive: false});
    const keys = {
      ArrowLeft: () => this.#turn(-0.12, 0), ArrowRight: () => this.#turn(0.12, 0),
      ArrowUp: () => this.#turn(0, 0.1), ArrowDown: () => this.#turn(0, -0.1),
      '+': () => this.#zoom(0.88), '-': () => this.#zoom(1.14),
    };
    canvas.addEventListener('keydown', (event) => {
      if (!keys[event.key]) return;
      event.preventDefault();
      keys[event.key]();
    });
  }

  #turn(around, up) {
    this.azimuth += around;
    this.elevation = Math.min(1.45, Math.max(0.03, this.elevation + up));
    this.dirty = true;
  }

  #zoom(factor) {
    this.distance = Math.min(5, Math.max(0.6, this.distance * factor));
    this.dirty = true;
  }

  #resize(stage) {
    const {width, height} = stage.getBoundingClientRect();
    if (!width || !height) return;
    this.renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    // A narrow stage shows the whole robot too.
    this.camera.fov = width / height < 1.5 ? 38 : 32;
    this.camera.updateProjectionMatrix();
    this.dirty = true;
  }

  /** Shows a measurement from now on. */
  update(live) {
    const roll = live.roll ?? 0;
    const pitch = live.pitch ?? 0;
    const height = standingHeight(live.angles, roll, pitch, this.geometry);
    const known = live.position && live.position.every((v) => v !== null);
    const position = known ? live.position : [0, 0, height];
    if (known) this.#extendTrail(position);
    if (live.blocks?.length) this.terrain.pose(live.blocks);
    const numbers = [...position, roll, pitch, live.yaw ?? 0, ...live.angles];
    this.commanded.group.visible = live.targets.length === 8;
    if (live.targets.length === 8) this.targets = live.targets;
    this.newest = numbers;
    const jump = this.shown && Math.hypot(...[0, 1, 2].map((i) => numbers[i] - this.shown[i])) > 0.3;
    if (!this.shown || jump) this.shown = numbers.slice();
    this.dirty = true;
  }

  #frame(now) {
    requestAnimationFrame((next) => this.#frame(next));
    if (now - this.last < FRAME_MS || !this.dirty || !this.visible || document.hidden) return;
    this.last = now;
    let left = 0;
    for (let i = 0; i < this.newest.length; i++) {
      const difference = this.newest[i] - this.shown[i];
      this.shown[i] = calm.matches ? this.newest[i] : this.shown[i] + (1 - EASE) * difference;
      left = Math.max(left, Math.abs(difference));
    }
    this.dirty = left > 1e-4;
    const [x, y, z, roll, pitch, yaw, ...angles] = this.shown;
    this.measured.pose([x, y, z], roll, pitch, yaw, angles);
    if (this.commanded.group.visible) this.commanded.pose([x, y, z], roll, pitch, yaw, this.targets);
    this.#showContacts();
    this.#aim(x, y);
    this.renderer.render(this.scene, this.camera);
  }

  #showContacts() {
    const foot = new THREE.Vector3();
    this.measured.group.updateMatrixWorld(true);
    this.measured.legs.forEach((leg, i) => {
      leg.foot.getWorldPosition(foot);
      const ground = this.terrain.heightAt(foot.x, foot.y);
      const ring = this.footprints[i];
      ring.visible = foot.z - this.geometry.footRadius - ground < CONTACT;
      ring.position.set(foot.x, foot.y, ground + 0.004);
    });
  }

  #aim(x, y) {
    this.groundHeight += 0.2 * (this.terrain.heightAt(x, y) - this.groundHeight);
    const height = this.groundHeight + 0.13;
    this.focus.set(x, y, height);
    const flat = this.distance * Math.cos(this.elevation);
    this.camera.position.set(
      x - flat * Math.cos(this.azimuth + Math.PI), y + flat * Math.sin(this.azimuth), height + this.distance * Math.sin(this.elevation));
    this.camera.lookAt(this.focus);
    this.sun.position.set(x + 0.5, y - 0.9, this.groundHeight + 2.2);
    this.sun.target.position.set(x, y, this.groundHeight);
    // The ground moves in whole meters, so that it appears to stand still.
    this.floor.position.set(Math.round(x), Math.round(y), 0);
    this.lane.position.set(5 * Math.round(x / 5), 0, 0);
  }
}
