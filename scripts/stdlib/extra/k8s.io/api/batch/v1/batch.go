package v1

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

type JobSpec struct {
	Selector *metav1.LabelSelector
	Template corev1.PodTemplateSpec
}

func (in *JobSpec) DeepCopy() *JobSpec
func (in *JobSpec) DeepCopyInto(out *JobSpec)

type Job struct {
	metav1.TypeMeta
	metav1.ObjectMeta
	Spec JobSpec
}

func (in *Job) DeepCopy() *Job
func (in *Job) DeepCopyInto(out *Job)

type JobTemplateSpec struct {
	metav1.ObjectMeta
	Spec JobSpec
}

func (in *JobTemplateSpec) DeepCopy() *JobTemplateSpec
func (in *JobTemplateSpec) DeepCopyInto(out *JobTemplateSpec)

type CronJobSpec struct {
	JobTemplate JobTemplateSpec
}

func (in *CronJobSpec) DeepCopy() *CronJobSpec
func (in *CronJobSpec) DeepCopyInto(out *CronJobSpec)

type CronJob struct {
	metav1.TypeMeta
	metav1.ObjectMeta
	Spec CronJobSpec
}

func (in *CronJob) DeepCopy() *CronJob
func (in *CronJob) DeepCopyInto(out *CronJob)
