"""Prints what MuJoCo makes of the exported models, a name and numbers a line.

Arguments: MJCF file, URDF file, file of poses. A pose is a line of a leg's name, the names of its four
joints and their angles: rear motor, rear knee, front motor, front knee.
"""
import sys

import mujoco
import numpy as np


def show(name, *values):
    print(name, *(repr(float(value)) for value in np.concatenate([np.ravel(v) for v in values])))


def bodies(label, model):
    for i in range(1, model.nbody):
        rotation = np.zeros(9)
        mujoco.mju_quat2Mat(rotation, model.body_iquat[i])
        rotation = rotation.reshape(3, 3)
        tensor = rotation @ np.diag(model.body_inertia[i]) @ rotation.T
        show(f'{label}/{model.body(i).name}', model.body_mass[i], model.body_ipos[i], tensor)


def poses(label, model, place, file):
    data = mujoco.MjData(model)
    for line in open(file, encoding='utf-8'):
        leg, *rest = line.split()
        for joint, angle in zip(rest[:4], rest[4:]):
            data.joint(joint).qpos[0] = float(angle)
        mujoco.mj_kinematics(model, data)
        hip = data.body(f'{leg}_rear_upper').xpos
        pins = [place(data, f'{leg}_{half}_pin') for half in ('rear', 'front')]
        show(f'{label}/pose', place(data, f'{leg}_foot') - hip, pins[0] - pins[1])


def standing(model):
    data = mujoco.MjData(model)
    mujoco.mj_resetDataKeyframe(model, data, 0)
    return data


def motor_angles(model, data):
    return [data.joint(model.actuator(i).name).qpos[0] for i in range(model.nu)]


def motor_rates(model, data):
    return [data.joint(model.actuator(i).name).qvel[0] for i in range(model.nu)]


def flight(model):
    model.opt.timestep = 1e-4
    model.eq_solref[:, 0] = 2e-4
    data = standing(model)
    data.qpos[2] += 5
    data.ctrl[:] = [0.4, -0.3, 0.2, 0.3, -0.2, 0.1, 0.3, -0.4]
    for _ in range(1000):
        mujoco.mj_step(model, data)
    show('flight', data.qpos[:7], motor_angles(model, data))


def landing(model):
    data = standing(model)
    data.qpos[2] += 0.02
    for _ in range(1000):
        angles = np.array(motor_angles(model, data))
        data.ctrl[:] = np.clip(10 * (2 - angles) - 0.5 * np.array(motor_rates(model, data)), -3.5, 3.5)
        mujoco.mj_step(model, data)
    show('landing', data.qpos[:7], motor_angles(model, data))


def main(mjcf, urdf, pose_file):
    model = mujoco.MjModel.from_xml_path(mjcf)
    bodies('mjcf', model)
    poses('mjcf', model, lambda data, name: data.site(name).xpos, pose_file)
    spec = mujoco.MjSpec.from_file(urdf)
    spec.compiler.fusestatic = False
    tree = spec.compile()
    bodies('urdf', tree)
    poses('urdf', tree, lambda data, name: data.body(name).xpos, pose_file)
    landing(mujoco.MjModel.from_xml_path(mjcf))
    flight(mujoco.MjModel.from_xml_path(mjcf))


main(*sys.argv[1:])
