// Run as a program of its own, since the SDK looks for credentials in the process's environment: prints what a
// discovery without any comes to.

import { EC2Client } from '@aws-sdk/client-ec2';
import { askWith } from './scene.ts';

const discovery = await askWith(() => new EC2Client({ region: 'us-west-2' }))();
process.stdout.write(JSON.stringify(discovery));
