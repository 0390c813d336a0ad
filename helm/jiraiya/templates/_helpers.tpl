{{- define "jiraiya.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{- define "jiraiya.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: service
{{- end }}

{{- define "jiraiya.workerSelector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: worker
{{- end }}

{{- define "jiraiya.migrationSelector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: migration
{{- end }}

{{/* Labels of all objects, without the component label of the pods. */}}
{{- define "jiraiya.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: kuybi
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "jiraiya.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end }}

{{- define "jiraiya.secretName" -}}
{{- .Values.secret.existingSecret | default (include "jiraiya.fullname" .) -}}
{{- end }}

{{/* A setting as text. Helm reads YAML numbers as floats, and would print 1000000 as 1e+06. */}}
{{- define "jiraiya.text" -}}
{{- if or (kindIs "slice" .) (kindIs "map" .) -}}
{{- toJson . -}}
{{- else if and (kindIs "float64" .) (eq . (floor .)) -}}
{{- printf "%.0f" . -}}
{{- else -}}
{{- toString . -}}
{{- end -}}
{{- end }}

{{/*
Settings that are not secret. On the first install with an ExternalSecret, the Secret does not exist before the
Job, so the pods migrate the schema, one at a time.
*/}}
{{- define "jiraiya.environment" -}}
{{- $config := deepCopy .Values.config -}}
{{- if not (hasKey $config "REPLICAS") -}}
{{- $_ := set $config "REPLICAS" (ternary .Values.autoscaling.maxReplicas .Values.replicaCount .Values.autoscaling.enabled) -}}
{{- end -}}
{{- if include "jiraiya.migratesItself" . -}}
{{- $_ := set $config "MIGRATE_ON_START" true -}}
{{- end -}}
{{- range $name, $value := $config }}
{{ $name }}: {{ include "jiraiya.text" $value | quote }}
{{- end }}
{{- end }}

{{- define "jiraiya.migratesItself" -}}
{{- if and .Values.migration.enabled .Values.externalSecret.enabled .Release.IsInstall -}}
true
{{- end -}}
{{- end }}

{{/* With the default values: 5 + 5 + 120 + 5 = 135. */}}
{{- define "jiraiya.gracePeriod" -}}
{{- add .Values.preStopSeconds (ceil .Values.config.SHUTDOWN_DELAY) (ceil .Values.config.SHUTDOWN_TIMEOUT) .Values.terminationSpareSeconds -}}
{{- end }}

{{/* Size of Node's old space in MiB. */}}
{{- define "jiraiya.heap" -}}
{{- $memory := .Values.resources.limits.memory -}}
{{- $mebibytes := 0 -}}
{{- if hasSuffix "Gi" $memory -}}
{{- $mebibytes = mul (trimSuffix "Gi" $memory | int) 1024 -}}
{{- else if hasSuffix "Mi" $memory -}}
{{- $mebibytes = trimSuffix "Mi" $memory | int -}}
{{- else -}}
{{- fail "resources.limits.memory must be a whole number of Mi or Gi" -}}
{{- end -}}
{{- div (mul $mebibytes (int .Values.heapPercent)) 100 -}}
{{- end }}

{{- define "jiraiya.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "jiraiya.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* Rules that the JSON schema cannot express. */}}
{{- define "jiraiya.validate" -}}
{{- if and .Values.secret.existingSecret .Values.secret.values -}}
{{- fail "secret.existingSecret and secret.values exclude each other" -}}
{{- end -}}
{{- if and .Values.externalSecret.enabled (or .Values.secret.existingSecret .Values.secret.values) -}}
{{- fail "externalSecret excludes secret.existingSecret and secret.values" -}}
{{- end -}}
{{- if not (or .Values.secret.existingSecret .Values.secret.values .Values.externalSecret.enabled) -}}
{{- fail "the service needs secrets: set secret.existingSecret (DATABASE_URL, JWT_SECRET, OPENAI_API_KEY), externalSecret, or secret.values" -}}
{{- end -}}
{{- if and .Values.externalSecret.enabled .Values.migration.existingSecret -}}
{{- fail "migration.existingSecret needs secret.existingSecret: on the first install with externalSecret the pods migrate" -}}
{{- end -}}
{{- if and .Values.canary.enabled (not .Values.ingress.enabled) -}}
{{- fail "canary needs ingress.enabled" -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) -}}
{{- fail "ingress needs ingress.host" -}}
{{- end -}}
{{- if and .Values.migration.enabled .Values.config.MIGRATE_ON_START -}}
{{- fail "either the Job migrates or the pods do: migration.enabled and config.MIGRATE_ON_START exclude each other" -}}
{{- end -}}
{{- end }}
